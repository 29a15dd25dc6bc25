<?php

declare(strict_types=1);

namespace Cartwright\Versions\Http;

use Illuminate\Http\JsonResponse;
use Illuminate\Http\Response as Page;
use Symfony\Component\HttpFoundation\Response;

/**
 * What the script in the browser asks for.
 *
 * @internal
 */
final readonly class VersionController
{
    private const NEVER_KEPT = ['Cache-Control' => 'no-store'];

    public function __construct(private BrowserVersion $browser)
    {
    }

    public function version(): JsonResponse
    {
        $version = $this->browser->now();

        return $version === null
            ? new JsonResponse(
                ['message' => 'The version is not known right now'],
                Response::HTTP_SERVICE_UNAVAILABLE,
                self::NEVER_KEPT + ['Retry-After' => '30'],
            )
            : new JsonResponse(['version' => $version], headers: self::NEVER_KEPT);
    }

    public function script(): Page
    {
        return new Page((string) file_get_contents(DataVersionScript::FILE), headers: [
            'Content-Type' => 'text/javascript; charset=utf-8',
            'Cache-Control' => 'public, max-age=3600',
        ]);
    }
}
