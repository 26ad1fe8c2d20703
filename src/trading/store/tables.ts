import type {
  CoreStateTable,
  IntentsTable,
  JournalTable,
  OrdersTable,
  PositionsTable,
  StoreMarksTable,
} from './tables/core.ts';
import type { CallsTable, TraderAboutTable } from './tables/halves.ts';
import type {
  CandleDaysTable,
  CapabilitiesTable,
  ProductsTable,
  SimulatedExchangeTable,
} from './tables/market.ts';
import type {
  IgnoredMessagesTable,
  InboxTable,
  MarkedPicturesTable,
  PastMessagesTable,
  PastPartsTable,
  PictureJobsTable,
  ReadingsTable,
  SecondAnswersTable,
  SecondQuestionsTable,
  SecondReaderDaysTable,
} from './tables/messages.ts';
import type { NoticesTable, PositionCardsTable } from './tables/notices.ts';
import type { BacktestsTable, EquityTable, FillsTable } from './tables/results.ts';
import type { AuditTable, JobsTable, LeaseTable, SettingsChangesTable } from './tables/upkeep.ts';
import type { FormatsTable, UnreadTable, WatchesTable } from './tables/watches.ts';

/** The whole database, as the migrations leave it. */
export type Database = {
  watches: WatchesTable;
  inbox: InboxTable;
  ignored_messages: IgnoredMessagesTable;
  readings: ReadingsTable;
  journal: JournalTable;
  core_state: CoreStateTable;
  positions: PositionsTable;
  orders: OrdersTable;
  intents: IntentsTable;
  fills: FillsTable;
  notices: NoticesTable;
  position_cards: PositionCardsTable;
  settings_changes: SettingsChangesTable;
  audit: AuditTable;
  jobs: JobsTable;
  products: ProductsTable;
  capabilities: CapabilitiesTable;
  equity: EquityTable;
  simulated_exchange: SimulatedExchangeTable;
  lease: LeaseTable;
  store_marks: StoreMarksTable;
  unread: UnreadTable;
  candle_days: CandleDaysTable;
  formats: FormatsTable;
  second_questions: SecondQuestionsTable;
  second_answers: SecondAnswersTable;
  second_reader_days: SecondReaderDaysTable;
  picture_jobs: PictureJobsTable;
  marked_pictures: MarkedPicturesTable;
  past_messages: PastMessagesTable;
  past_parts: PastPartsTable;
  backtests: BacktestsTable;
  calls: CallsTable;
  trader_about: TraderAboutTable;
};
