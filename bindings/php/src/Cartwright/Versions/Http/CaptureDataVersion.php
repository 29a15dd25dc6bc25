<?php

declare(strict_types=1);

namespace Cartwright\Versions\Http;

use Closure;
use Illuminate\Http\Request;
use Symfony\Component\HttpFoundation\Response;

/**
 * Captures the version of the data before a page loads them, and sends it along as `X-Data-Version`.
 */
final readonly class CaptureDataVersion
{
    public const HEADER = 'X-Data-Version';

    public function __construct(private BrowserVersion $browser)
    {
    }

    /**
     * Asks for the version first.
     */
    public function handle(Request $request, Closure $next): Response
    {
        $version = $this->browser->of($request);
        $response = $next($request);

        if ($version !== null) {
            $response->headers->set(self::HEADER, $version);
        }

        return $response;
    }
}
