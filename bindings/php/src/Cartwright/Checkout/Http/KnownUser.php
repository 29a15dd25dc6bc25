<?php

declare(strict_types=1);

namespace Cartwright\Checkout\Http;

use Closure;
use Illuminate\Auth\AuthenticationException;
use Illuminate\Http\Request;
use Symfony\Component\HttpFoundation\Response;

/**
 * Nobody passes who is not somebody, also where the application has put no other middleware before.
 *
 * @internal
 */
final class KnownUser
{
    public function handle(Request $request, Closure $next): Response
    {
        return $request->user() === null ? throw new AuthenticationException() : $next($request);
    }
}
