import { Controller, Get, Header, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Bearer } from './bearer.js';
import { ServedDocuments } from './served-documents.js';

const JSON_TYPE = 'application/json; charset=utf-8';
/** Express gives each an ETag: asked for again, it is a 304 until the next version. */
const ASK_AGAIN = 'private, no-cache';

/** The documents of the protocol, for programs and for the page that shows them. */
@Controller('api')
export class DocumentsController {
  constructor(
    private readonly documents: ServedDocuments,
    private readonly bearer: Bearer,
  ) {}

  @Get('openapi.json')
  @Header('Content-Type', JSON_TYPE)
  @Header('Cache-Control', ASK_AGAIN)
  async openApi(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<string> {
    await this.admit(request, response);
    return this.documents.openApi;
  }

  @Get('asyncapi.json')
  @Header('Content-Type', JSON_TYPE)
  @Header('Cache-Control', ASK_AGAIN)
  async asyncApi(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<string> {
    await this.admit(request, response);
    return this.documents.asyncApi;
  }

  private async admit(request: Request, response: Response): Promise<void> {
    if (!this.documents.open) await this.bearer.callerOf(request, response);
  }
}
