import { profileText } from './profile-file.js';

export const firstLine = (file: string): string | undefined => profileText(file).split('\n')[0];
