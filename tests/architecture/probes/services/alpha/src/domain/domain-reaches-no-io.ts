import { firstLine } from '#profile/first-line.js';

export const title = firstLine('profile.yaml');
