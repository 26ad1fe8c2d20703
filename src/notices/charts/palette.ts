import type { Look } from './picture.ts';

export type Palette = {
  background: string;
  text: string;
  muted: string;
  grid: string;
  gain: string;
  loss: string;
  entry: string;
  /** The price now. */
  now: string;
  /** Text on a label that is filled with one of the colours above. */
  onColour: string;
};

/** Close to Discord's own surfaces, so that a picture sits in the message like a part of it. */
export const PALETTES: Readonly<Record<Look, Palette>> = {
  dark: {
    background: '#1e1f22',
    text: '#f2f3f5',
    muted: '#a3a6ad',
    grid: '#34363c',
    gain: '#3fb97a',
    loss: '#ef6461',
    entry: '#6ea8fe',
    now: '#d9dbe0',
    onColour: '#16171a',
  },
  light: {
    background: '#ffffff',
    text: '#1b1d21',
    muted: '#666b74',
    grid: '#e4e6ea',
    gain: '#1c7f4b',
    loss: '#c53434',
    entry: '#2460bd',
    now: '#3a3d44',
    onColour: '#ffffff',
  },
};
