import { Type } from 'class-transformer';
import { IsObject, IsOptional, IsString, Length, MaxLength, ValidateNested } from 'class-validator';

class RedirectDto {
  @IsString()
  @Length(1, 500)
  zh!: string;

  @IsString()
  @Length(1, 500)
  en!: string;
}

export class DeclineDto {
  /** Which door is the right one. */
  @IsObject()
  @ValidateNested()
  @Type(() => RedirectDto)
  redirect!: RedirectDto;

  @IsOptional()
  @IsString()
  @MaxLength(10_000)
  text?: string;
}
