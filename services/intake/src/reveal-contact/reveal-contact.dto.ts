import { IsIn, IsString, Length, Matches } from 'class-validator';

/** What a contact may be read in full for. */
export const PURPOSES = ['call_back', 'site_visit', 'verify', 'emergency'] as const;

export class RevealDto {
  @IsIn(PURPOSES)
  purpose!: (typeof PURPOSES)[number];

  /** Why, in the reader's own words; kept, encrypted. */
  @IsString()
  @Length(1, 500)
  @Matches(/\S/, { message: '不能为空 / must not be blank' })
  reason!: string;
}
