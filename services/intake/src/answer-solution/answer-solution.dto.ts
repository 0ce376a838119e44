import { IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, MaxLength, Min } from 'class-validator';

const TEXT = 10_000;
/** Something else than white space. */
const SAYS_SOMETHING = /\S/;
const NOT_BLANK = { message: '不能为空 / must not be blank' };

export class ConfirmationDto {
  /** Who says that it is not solved, disputes. */
  @IsIn([true], {
    message: '应为 true；未解决请用 /dispute / must be true; if it is not solved, use /dispute',
  })
  solved!: true;

  @IsInt()
  @Min(1)
  @Max(5)
  rating!: number;

  @IsOptional()
  @IsString()
  @MaxLength(TEXT)
  text?: string;
}

export class SaidDto {
  @IsString()
  @Length(1, TEXT)
  @Matches(SAYS_SOMETHING, NOT_BLANK)
  text!: string;
}

export class MaybeSaidDto {
  @IsOptional()
  @IsString()
  @MaxLength(TEXT)
  text?: string;
}
