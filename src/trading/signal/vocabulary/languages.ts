import { arabic } from './ar.ts';
import { german } from './de.ts';
import { english } from './en.ts';
import { spanish } from './es.ts';
import { persian } from './fa.ts';
import { french } from './fr.ts';
import { hindi } from './hi.ts';
import { indonesian } from './id.ts';
import { italian } from './it.ts';
import { japanese } from './ja.ts';
import { korean } from './ko.ts';
import { portuguese } from './pt.ts';
import type { Vocabulary } from './roles.ts';
import { russian } from './ru.ts';
import { turkish } from './tr.ts';
import { vietnamese } from './vi.ts';
import { chinese } from './zh.ts';

/** Every language the reader knows. English first: its words are used in all the others. */
export const LANGUAGES: readonly Vocabulary[] = [
  english,
  chinese,
  russian,
  persian,
  turkish,
  vietnamese,
  spanish,
  portuguese,
  german,
  french,
  arabic,
  korean,
  japanese,
  indonesian,
  italian,
  hindi,
];
