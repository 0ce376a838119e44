import { IsBoolean, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';

export class ExceptionDto {
  /** One of the profile's `closing.exceptionReasons`. */
  @Matches(/^[a-z][a-z0-9_]{0,63}$/)
  reasonCode!: string;

  @IsString()
  @Length(1, 10_000)
  text!: string;
}

export class ExceptionDecisionDto {
  @IsBoolean()
  approve!: boolean;

  @IsOptional()
  @IsString()
  @MaxLength(10_000)
  text?: string;
}
