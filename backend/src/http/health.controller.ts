import { Controller, Get, Res } from '@nestjs/common';
import type { Health, Readiness } from '@parley/protocol';
import type { Response } from 'express';
import { HealthReport } from './health-report.js';

@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthReport) {}

  @Get()
  live(): Health {
    return this.health.live();
  }

  /** 200 when this instance can serve, else 503. */
  @Get('ready')
  async ready(@Res({ passthrough: true }) response: Response): Promise<Readiness> {
    const readiness = await this.health.ready();
    response.status(readiness.status === 'ok' || readiness.status === 'degraded' ? 200 : 503);
    return readiness;
  }
}
