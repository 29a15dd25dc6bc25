<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Cartwright\Laravel\Settings;
use Illuminate\Container\Container;
use Illuminate\Foundation\Console\AboutCommand;

/**
 * The section of `php artisan about`.
 *
 * @internal
 */
final class AboutVersions
{
    public static function register(): void
    {
        // Absent where an application is made of components only.
        if (class_exists(AboutCommand::class)) {
            AboutCommand::add('Data versions', static fn (): array => self::facts(Container::getInstance()));
        }
    }

    /**
     * @return array<string, string>
     */
    public static function facts(Container $app): array
    {
        $settings = Settings::of($app);
        $onOff = static fn (string $key): string => $settings->switch($key, false) ? 'ON' : 'OFF';

        return [
            'Versions' => $settings->text('versions.store', 'database'),
            'Values' => $settings->text('versions.cache.store', $settings->text('cache.default', 'file') . ' (default)'),
            'Browser endpoint' => $onOff('versions.browser.endpoint.enabled'),
            'Admin routes' => $onOff('versions.routes.enabled'),
        ];
    }
}
