<?php

declare(strict_types=1);

namespace Cartwright\Reservations;

use Cartwright\Laravel\AfterCommit;
use Cartwright\Laravel\Redis\RedisSettings;
use Cartwright\Laravel\Settings;
use Cartwright\Native\NativeReservations;
use Cartwright\Storage\RedisPlace;
use Closure;
use Illuminate\Contracts\Container\Container;

/**
 * What the application has decided about reservations, in the words of the engine.
 *
 * @internal
 */
final class ReservationSettings
{
    public static function manager(Container $app): ReservationManager
    {
        $settings = Settings::of($app);

        return new ReservationManager(
            // The file is opened when something is asked of it.
            static fn (): NativeReservations => NativeReservations::open(
                ['store' => self::place($app)] + self::engine($app),
            ),
            self::dispatcher($app),
            $settings->text('reservations.vendor', 'shop'),
            $settings->text('reservations.kind', 'item'),
            $settings->number('reservations.wait.seconds', 0.0),
            $settings->integer('reservations.caps.units', 0),
        );
    }

    /**
     * All but the place.
     *
     * @return array<string, mixed>
     */
    public static function engine(Container $app): array
    {
        $settings = Settings::of($app);
        $window = $settings->integer('reservations.payment_window', 1800);

        return [
            'busy_timeout_ms' => self::isRedis($app)
                ? RedisSettings::place($app, 'reservations')->busyTimeout()
                : $settings->integer('reservations.sqlite.busy_timeout', 5000),
            'payment_window_ms' => $window * 1000,
            'lease_ms' => $settings->integer('reservations.lease', $window) * 1000,
            'longest_lease_ms' => $settings->integer('reservations.longest_lease', 86400) * 1000,
            'longest_wait_ms' => $settings->integer('reservations.wait.longest', 60) * 1000,
            'most_lines' => $settings->integer('reservations.caps.lines', 1000),
            'caps' => [
                'per_owner' => $settings->integer('reservations.caps.per_owner', 1000),
                'total' => $settings->integer('reservations.caps.total', 1_000_000),
            ],
        ];
    }

    public static function place(Container $app): string
    {
        $settings = Settings::of($app);
        $store = $settings->text('reservations.store', 'sqlite');

        if (self::isRedis($app)) {
            return RedisSettings::place($app, 'reservations')->store();
        }

        return $store === 'sqlite'
            ? 'sqlite:' . $settings->text(
                'reservations.sqlite.path',
                $app->make('path.storage') . '/app/reservations.sqlite',
            )
            : $store;
    }

    /**
     * Whether they are on a connection of `database.redis`.
     */
    public static function isRedis(Container $app): bool
    {
        return Settings::of($app)->text('reservations.store', 'sqlite') === 'redis';
    }

    /**
     * The place without its passwords.
     */
    public static function describe(Container $app): string
    {
        return self::redis($app)?->describe() ?? self::place($app);
    }

    /**
     * The place if it is on Redis, also where the engine is told of it by an address of its own.
     */
    public static function redis(Container $app): ?RedisPlace
    {
        if (self::isRedis($app)) {
            return RedisSettings::place($app, 'reservations');
        }

        $place = self::place($app);

        return preg_match('~^rediss?[:+]~', $place) === 1 ? new RedisPlace($place) : null;
    }

    /**
     * Whether another machine has another store under the same settings.
     */
    public static function isOfThisMachine(Container $app): bool
    {
        return preg_match('/^(sqlite|memory)(:|$)/', Settings::of($app)->text('reservations.store', 'sqlite')) === 1;
    }

    /**
     * Tells of what has happened when the application's transaction is committed.
     *
     * @return Closure(object): void
     */
    public static function dispatcher(Container $app): Closure
    {
        return static function (object $event) use ($app): void {
            if (Settings::of($app)->switch('reservations.events', true)) {
                AfterCommit::tell($app, $event);
            }
        };
    }
}
