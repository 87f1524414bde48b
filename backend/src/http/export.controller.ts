import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Controller, Get, Req, Res, UseGuards } from '@nestjs/common';
import { type Body, RoomId } from '@parley/protocol';
import type { Request, Response } from 'express';
import type { Caller } from '../chat/caller.js';
import { ExportRoom } from '../chat/messages/export-room.js';
import { BearerGuard } from './bearer.guard.js';
import { NDJSON } from './compress.js';
import { Me } from './me.js';
import { ValidParam, ValidQuery } from './valid.js';

@Controller('api/chat')
@UseGuards(BearerGuard)
export class ExportController {
  constructor(private readonly exportRoom: ExportRoom) {}

  /** Messages as lines of JSON (application/x-ndjson). Its headers say what will come. An end that is none is a cut. */
  @Get(':roomId/export')
  async export(
    @Me() me: Caller,
    @ValidParam('roomId', RoomId) roomId: string,
    @ValidQuery('export') query: Body<'export'>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const found = await this.exportRoom.run(me, roomId, query);
    try {
      const { first, last, head } = found;
      response.set({
        'Content-Type': NDJSON,
        'Content-Disposition': `attachment; filename="${roomId}.ndjson"`,
        'Cache-Control': 'private, no-store',
        'Parley-Epoch': head.epoch,
        'Parley-Rev': String(head.rev),
        'Parley-After': String(first - 1),
        'Parley-Last-Seq': String(last),
        'Parley-Messages': String(last - first + 1),
      });
      if (request.method === 'HEAD') response.end();
      else await this.send(found.pages(), response, found.signal);
    } finally {
      found.close();
    }
  }

  private async send(pages: AsyncIterable<string>, response: Response, signal: AbortSignal): Promise<void> {
    try {
      // One page waits while one is written. An error destroys the response: half of a room never looks like the whole.
      await pipeline(Readable.from(pages, { highWaterMark: 1 }), response, { signal });
    } catch (error) {
      if (!isCutOff(error)) throw error;
    }
  }
}

/** The reader has gone, or the server ended the export. Neither is a fault. */
function isCutOff(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ABORT_ERR';
}
