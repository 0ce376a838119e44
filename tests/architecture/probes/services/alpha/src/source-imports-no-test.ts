import { emptyDatabase } from '#testing/empty-database.js';

export const database = emptyDatabase;
