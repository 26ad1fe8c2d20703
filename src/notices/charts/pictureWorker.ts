import { parentPort } from 'node:worker_threads';
import { drawPicture } from './drawPicture.ts';
import type { Picture } from './picture.ts';

// A picture that can't be drawn ends this thread; `createPictures` hears of it and starts another.
parentPort?.on('message', (picture: Picture) => {
  parentPort?.postMessage(drawPicture(picture));
});
