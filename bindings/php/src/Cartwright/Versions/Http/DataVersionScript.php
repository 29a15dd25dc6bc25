<?php

declare(strict_types=1);

namespace Cartwright\Versions\Http;

use Cartwright\Laravel\Settings;
use Illuminate\Contracts\Container\Container;
use Illuminate\Foundation\Vite;

/**
 * The element that brings the script into a page: Blade's `@dataVersion`.
 *
 * @internal
 */
final readonly class DataVersionScript
{
    public const FILE = __DIR__ . '/../../../../resources/js/data-version.js';

    /** Where `vendor:publish --tag=versions-assets` puts it, below the public directory. */
    public const PUBLISHED = 'vendor/cartwright/data-version.js';

    public function __construct(private Container $app)
    {
    }

    /**
     * @param array<string, scalar> $options "interval" in seconds, "message", "button"
     */
    public function html(array $options = []): string
    {
        $version = $this->app->make(BrowserVersion::class)->of($this->app->make('request'));
        $settings = Settings::of($this->app);

        // A page without it is a page all the same.
        if ($version === null || ! $settings->switch('versions.browser.endpoint.enabled', false)) {
            return '';
        }

        $attributes = [
            'src' => $this->source(),
            'defer' => true,
            'nonce' => $this->app->bound(Vite::class) ? $this->app->make(Vite::class)->cspNonce() : null,
            'data-version' => $version,
            'data-url' => $this->app->make('url')->route('versions.version', [], false),
            'data-interval' => $options['interval'] ?? $settings->integer('versions.browser.interval', 60),
            'data-message' => $options['message'] ?? $settings->text('versions.browser.message', 'New data available'),
            'data-button' => $options['button'] ?? $settings->text('versions.browser.button', 'Reload'),
        ];
        $html = '';

        foreach ($attributes as $name => $value) {
            $html .= match ($value) {
                null => '',
                true => " {$name}",
                default => sprintf(' %s="%s"', $name, e((string) $value)),
            };
        }

        return "<script{$html}></script>";
    }

    private function source(): string
    {
        $url = $this->app->make('url');

        return is_file($this->app->make('path.public') . '/' . self::PUBLISHED)
            ? $url->asset(self::PUBLISHED)
            : $url->route('versions.script', [], false);
    }
}
