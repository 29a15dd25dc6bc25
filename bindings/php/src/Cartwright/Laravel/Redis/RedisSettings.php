<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Redis;

use Cartwright\Laravel\Settings;
use Cartwright\Storage\RedisPlace;
use Illuminate\Contracts\Container\Container;

/**
 * The Redis that `cart.redis` says.
 *
 * @internal
 */
final class RedisSettings
{
    public static function place(Container $app): RedisPlace
    {
        $settings = Settings::of($app);
        $url = $settings->text('cart.redis.url', '');

        return new RedisPlace(
            $url !== '' ? $url : RedisUrl::of(
                (array) $app->make('config')->get('database.redis', []),
                self::connection($app),
                $settings->text('cart.redis.prefix', ''),
                [
                    'ttl' => self::positive($settings->integer('cart.redis.ttl', 0)),
                    'buckets' => self::positive($settings->integer('cart.redis.buckets', 0)),
                    'connect_timeout_ms' => self::positive($settings->integer('cart.redis.connect_timeout', 0)),
                    'read_timeout_ms' => self::positive($settings->integer('cart.redis.read_timeout', 0)),
                    'write_timeout_ms' => self::positive($settings->integer('cart.redis.write_timeout', 0)),
                ],
            ),
            max(0, $settings->integer('cart.redis.busy_timeout', 5000)),
        );
    }

    public static function connection(Container $app): string
    {
        return Settings::of($app)->text('cart.redis.connection', 'default');
    }

    private static function positive(int $number): ?int
    {
        return $number > 0 ? $number : null;
    }
}
