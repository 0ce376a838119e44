import { IsIn, IsOptional, Matches } from 'class-validator';
import { IsInstant } from '#chassis/is-instant.js';

export const groupings = ['jurisdiction', 'level', 'category', 'severity', 'area', 'month'] as const;

export class RatesDto {
  /** One row for each of these; one row over all when absent. */
  @IsOptional()
  @IsIn(groupings)
  by?: (typeof groupings)[number];

  @IsOptional()
  @Matches(/^\d{2,15}$/)
  jurisdiction?: string;

  /** Down to the village: below it a figure would be one household's. */
  @IsOptional()
  @Matches(/^\d{2,12}$/)
  area?: string;

  @IsOptional()
  @Matches(/^[a-z][a-z0-9_]{0,63}$/)
  level?: string;

  @IsOptional()
  @Matches(/^[a-z][a-z0-9_]{0,63}$/)
  category?: string;

  /** Submitted from … */
  @IsOptional()
  @IsInstant()
  from?: string;

  /** … until before. */
  @IsOptional()
  @IsInstant()
  until?: string;
}
