export const emptyDatabase = {};
