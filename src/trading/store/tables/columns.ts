import type { ColumnType, JSONColumnType } from 'kysely';

/** timestamptz: read as Date, written as Date. */
export type Timestamp = ColumnType<Date, Date, Date>;

/** jsonb holding a T; written as text, so that an array is not taken for a Postgres array. */
export type Json<T> = JSONColumnType<T & object, string, string>;
