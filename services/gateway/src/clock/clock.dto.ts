import {
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { IsInstant } from '#chassis/is-instant.js';

export class ClockModeDto {
  @IsIn(['running', 'stepped'])
  mode!: 'running' | 'stepped';

  /** Virtual ms per real ms; a day in ten seconds is 8640. */
  @IsOptional()
  @IsNumber()
  @Min(0.001)
  @Max(1_000_000)
  rate?: number;
}

/** Exactly one of to, duration, workingDays and untilNextDue. */
export class AdvanceDto {
  /** RFC 3339 with offset. */
  @IsOptional()
  @IsInstant()
  to?: string;

  /** Elapsed time: `PT3H`, `P2D`, `90m`, `3h`. */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  duration?: string;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000)
  workingDays?: number;

  /** Whose calendar counts the working days: root area code; the first jurisdiction’s when absent. */
  @IsOptional()
  @Matches(/^\d{2,15}$/)
  jurisdiction?: string;

  @IsOptional()
  @IsBoolean()
  @IsIn([true])
  untilNextDue?: true;
}
