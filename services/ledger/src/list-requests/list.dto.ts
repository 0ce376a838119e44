import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { PageSizeDto } from '#chassis/page-size.dto.js';
import { requestStates, type RequestStatus } from '../domain/request-view.js';

export class ListDto extends PageSizeDto {
  @IsOptional()
  @Matches(/^[a-z][a-z0-9_]{0,63}$/)
  level?: string;

  @IsOptional()
  @IsString()
  @MaxLength(100)
  office?: string;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  officer?: string;

  @IsOptional()
  @IsIn(requestStates)
  state?: RequestStatus;

  /** Only those whose deadline is behind them (true), only the others (false). */
  @IsOptional()
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : (value as unknown)))
  @IsBoolean()
  late?: boolean;

  @IsOptional()
  @Matches(/^\d{2,15}$/)
  jurisdiction?: string;

  /** Everything in this area: its code is the prefix of what it contains. */
  @IsOptional()
  @Matches(/^\d{2,15}$/)
  area?: string;

  @IsOptional()
  @Matches(/^[a-z][a-z0-9_]{0,63}$/)
  category?: string;

  /** `next` of the page before. */
  @IsOptional()
  @Matches(/^[\w-]{1,200}$/)
  after?: string;

  /** The tracking number, with or without its hyphens. */
  @IsOptional()
  @Matches(/^[\w-]{1,60}$/)
  number?: string;
}
