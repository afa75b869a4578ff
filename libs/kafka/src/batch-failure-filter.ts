import { Catch, type RpcExceptionFilter } from '@nestjs/common';
import { type Observable, throwError } from 'rxjs';

/** Lets the error of a batch handler through as it is, to whoever delivers the batch again; Nest's own filter logs and replaces it. */
@Catch()
export class BatchFailureFilter implements RpcExceptionFilter<unknown> {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}
