import { readFileSync } from 'node:fs';

export const profileText = (file: string): string => readFileSync(file, 'utf8');
