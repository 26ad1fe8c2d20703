/**
 * A chosen file as the look-alike takes it.
 *
 * @param {File} file
 * @returns {Promise<import('../../discord/world/files.ts').SentFile>}
 */
export async function encodeFile(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return {
    filename: file.name || 'file',
    content: btoa(binary),
    encoding: 'base64',
    contentType: file.type || 'application/octet-stream',
  };
}
