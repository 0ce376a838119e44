import { Controller, Get, Post } from '@nestjs/common';
import { Permit } from '#chassis/principal.js';

@Controller('v1/undeclared')
export class UndeclaredRouteController {
  @Get()
  @Permit('officer')
  list(): string {
    return 'declared';
  }

  @Post(':id')
  act(): string {
    return 'whoever may call it?';
  }
}
