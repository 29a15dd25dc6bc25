<?php

declare(strict_types=1);

namespace Cartwright\Versions\Http;

use Cartwright\Versions\Cache\Replicas;
use Closure;
use Illuminate\Http\Request;
use Illuminate\Http\Response as Page;
use Symfony\Component\HttpFoundation\BinaryFileResponse;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\HttpFoundation\StreamedResponse;

/**
 * Answers 304 to a browser that has the page already, made of the same data: nothing is loaded and nothing is rendered.
 *
 * For pages that are made of versioned data, of who looks at them and of nothing else; put it after the session and the login.
 */
final readonly class DataVersionETag
{
    public function __construct(private BrowserVersion $browser)
    {
    }

    /**
     * Compares before the page is made, and marks the page that was made.
     *
     * @param string $assetVersion of the files that the page needs
     */
    public function handle(Request $request, Closure $next, string $assetVersion = ''): Response
    {
        $etag = $this->isAbout($request) ? $this->browser->etag($request, $assetVersion) : null;

        if ($etag === null) {
            return $next($request);
        }

        if (in_array($etag, $request->getETags(), true)) {
            return $this->marked(new Page('', Response::HTTP_NOT_MODIFIED), $etag);
        }

        $response = Replicas::avoided(static fn (): Response => $next($request));

        return self::isWhole($response) && ! self::hasFlashed($request) ? $this->marked($response, $etag) : $response;
    }

    private function isAbout(Request $request): bool
    {
        return $request->isMethodCacheable() && ! self::hasFlashed($request);
    }

    /**
     * A message that is shown once belongs to no other request for this page, before or after.
     */
    private static function hasFlashed(Request $request): bool
    {
        return $request->hasSession()
            && array_merge($request->session()->get('_flash.old', []), $request->session()->get('_flash.new', [])) !== [];
    }

    private static function isWhole(Response $response): bool
    {
        return $response->getStatusCode() === Response::HTTP_OK
            && ! $response->headers->has('ETag')
            // What must not lie about is not made to.
            && ! $response->headers->hasCacheControlDirective('no-store')
            && ! $response instanceof StreamedResponse
            && ! $response instanceof BinaryFileResponse;
    }

    private function marked(Response $response, string $etag): Response
    {
        $response->headers->set('ETag', $etag);
        // To be kept by this browser, and to be asked for each time.
        $response->headers->set('Cache-Control', 'no-cache, private');

        return $response;
    }
}
