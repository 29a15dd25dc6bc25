<?php

declare(strict_types=1);

namespace Cartwright\Laravel;

use Cartwright\Native\Library;
use Cartwright\Reservations\ReservationSettings;
use Illuminate\Container\Container;
use Illuminate\Foundation\Console\AboutCommand;
use Throwable;

/**
 * The section of `php artisan about`.
 *
 * @internal
 */
final class AboutCart
{
    public static function register(): void
    {
        // Absent where an application is made of components only. What is added stays with the class: of whichever
        // application asks.
        if (class_exists(AboutCommand::class)) {
            AboutCommand::add('Cart', static fn (): array => self::facts(Container::getInstance()));
        }
    }

    /**
     * @return array<string, string>
     */
    private static function facts(Container $app): array
    {
        $settings = Settings::of($app);

        try {
            $library = Library::instance();
            $engine = "{$library->version()}, ABI epoch {$library->abiEpoch()}";
            $path = $library->path();
        } catch (Throwable) {
            [$engine, $path] = ['not available (php artisan cart:doctor)', '-'];
        }

        return [
            'Storage' => self::storage($app, $settings->text('cart.storage', 'session')),
            'Reservations' => self::reservations($app),
            'Currency' => $settings->text('cart.money.default_currency', 'USD'),
            'Events' => $settings->switch('cart.events', true) ? 'ON' : 'OFF',
            'Merge on login' => $settings->switch('cart.migration.auto_migrate_on_login', true)
                ? $settings->text('cart.migration.merge_strategy', 'add_quantities')
                : 'OFF',
            'Engine' => $engine,
            'Library' => $path,
        ];
    }

    private static function reservations(Container $app): string
    {
        try {
            return ReservationSettings::describe($app);
        } catch (Throwable) {
            return 'not available (php artisan cart:doctor)';
        }
    }

    private static function storage(Container $app, string $driver): string
    {
        try {
            return NativeDrivers::has($driver)
                ? "{$driver}: " . NativeDrivers::place($app, $driver)->describe()
                : $driver;
        } catch (Throwable) {
            return "{$driver}: not available (php artisan cart:doctor)";
        }
    }
}
