import { acts } from './en/acts.ts';
import { common } from './en/common.ts';
import { labels } from './en/labels.ts';
import { manner } from './en/manner.ts';
import type { Vocabulary } from './roles.ts';

export const english: Vocabulary = {
  language: 'English',
  ...labels,
  ...acts,
  ...manner,
  ...common,
};
