<?php

declare(strict_types=1);

namespace App\Http\Middleware;

use App\Pages\Head;
use Cartwright\Versions\Http\DataVersionETag;
use Closure;
use Illuminate\Http\Request;
use Symfony\Component\HttpFoundation\Response;

/**
 * The shelf is made of versioned data, of who looks at it, and of what the head says of his carts.
 */
final readonly class ShelfETag
{
    public function __construct(private DataVersionETag $etag)
    {
    }

    public function handle(Request $request, Closure $next): Response
    {
        $head = app(Head::class);

        return $this->etag->handle($request, $next, "{$head->pieces}/{$head->wishes}");
    }
}
