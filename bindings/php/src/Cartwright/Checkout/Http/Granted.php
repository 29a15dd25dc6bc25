<?php

declare(strict_types=1);

namespace Cartwright\Checkout\Http;

use Closure;
use Illuminate\Contracts\Auth\Access\Gate;
use Illuminate\Http\Request;
use Symfony\Component\HttpFoundation\Response;

/**
 * Passes whom the application has granted a gate. A gate that it does not define is granted to nobody.
 *
 * @internal
 */
final readonly class Granted
{
    public function __construct(private Gate $gate)
    {
    }

    public function handle(Request $request, Closure $next, string $gate): Response
    {
        $this->gate->forUser($request->user())->authorize($gate);

        return $next($request);
    }
}
