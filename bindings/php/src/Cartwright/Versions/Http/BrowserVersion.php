<?php

declare(strict_types=1);

namespace Cartwright\Versions\Http;

use Cartwright\Versions\Cache\Counts;
use Cartwright\Versions\DataVersions;
use Illuminate\Http\Request;
use Throwable;

/**
 * The version of the data that a page was made of, as browsers hear of it.
 *
 * It is asked once per request, and is right if it was asked before the data were loaded: that is what the middleware
 * `CaptureDataVersion` and `DataVersionETag` are for.
 */
final readonly class BrowserVersion
{
    private const ATTRIBUTE = 'cartwright.data-version';

    /** Headers by which scripts ask for a part of a page, at the address of all of it. */
    private const PARTS = '/^(x-inertia|x-requested-with|x-pjax|x-livewire|x-up-|hx-|turbo-frame)/';

    /**
     * @param list<string>|null $types what a browser is told changes of; null for all
     *
     * @internal
     */
    public function __construct(private DataVersions $versions, private Counts $counts, private ?array $types = null)
    {
    }

    /**
     * The version that this request works with, 32 hexadecimal digits; null if nobody can say it.
     */
    public function of(Request $request): ?string
    {
        if (! $request->attributes->has(self::ATTRIBUTE)) {
            $request->attributes->set(self::ATTRIBUTE, $this->told(isOfAPage: true));
        }

        return $request->attributes->get(self::ATTRIBUTE);
    }

    /**
     * The version at this moment.
     */
    public function now(): ?string
    {
        return $this->told(isOfAPage: false);
    }

    /**
     * For `version()` of an application's HandleInertiaRequests: another one makes Inertia load the page anew.
     *
     * @param string|null $assetVersion that of the application's files, `parent::version($request)`
     */
    public function inertia(Request $request, ?string $assetVersion = null): ?string
    {
        $version = $this->of($request);

        // While nobody can say a version, nobody is sent away for it.
        return $version === null
            ? $request->headers->get('X-Inertia-Version', $assetVersion)
            : md5($assetVersion . $version);
    }

    /**
     * The entity tag of a page that was made of these data for this visitor; null if nobody can say it.
     */
    public function etag(Request $request, string $assetVersion = ''): ?string
    {
        $version = $this->of($request);

        return $version === null
            ? null
            : 'W/"' . md5(implode("\n", [$version, $assetVersion, ...self::visitor($request)])) . '"';
    }

    private function told(bool $isOfAPage): ?string
    {
        try {
            $isOfAPage && $this->versions->lookAhead($this->types);

            return $this->versions->token($this->types);
        } catch (Throwable $failure) {
            $this->counts->count('browser.unversioned', ok: false);
            report($failure);

            return null;
        }
    }

    private static function part(Request $request): string
    {
        $asked = array_filter(
            $request->headers->all(),
            static fn (string $name): bool => preg_match(self::PARTS, $name) === 1,
            ARRAY_FILTER_USE_KEY,
        );
        ksort($asked);

        return serialize($asked);
    }

    /**
     * What else a page depends on: who looks at it, in which language, what he accepts, and of which part he asks.
     *
     * @return list<string>
     */
    private static function visitor(Request $request): array
    {
        return [
            $request->fullUrl(),
            // A session has tokens of its own in each form, and another one after each login and logout.
            $request->hasSession() ? $request->session()->getId() : '',
            (string) $request->user()?->getAuthIdentifier(),
            // A guard of a route's own may know him by this, and the default one does not.
            (string) $request->headers->get('Authorization'),
            (string) app()->getLocale(),
            (string) $request->headers->get('Accept'),
            self::part($request),
        ];
    }
}
