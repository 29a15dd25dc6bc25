<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Redis;

use Cartwright\Laravel\Settings;
use Cartwright\Storage\RedisPlace;
use Illuminate\Contracts\Container\Container;

/**
 * The Redis that `cart.redis` says, or the same section of another part of the configuration.
 *
 * @internal
 */
final class RedisSettings
{
    /**
     * @param string $of the part of the configuration that has a section `redis`
     */
    public static function place(Container $app, string $of = 'cart'): RedisPlace
    {
        $settings = Settings::of($app);
        $url = $settings->text("{$of}.redis.url", '');

        return new RedisPlace(
            $url !== '' ? $url : RedisUrl::of(
                (array) $app->make('config')->get('database.redis', []),
                self::connection($app, $of),
                $settings->text("{$of}.redis.prefix", ''),
                [
                    'ttl' => self::positive($settings->integer("{$of}.redis.ttl", 0)),
                    'buckets' => self::positive($settings->integer("{$of}.redis.buckets", 0)),
                    'connect_timeout_ms' => self::positive($settings->integer("{$of}.redis.connect_timeout", 0)),
                    'read_timeout_ms' => self::positive($settings->integer("{$of}.redis.read_timeout", 0)),
                    'write_timeout_ms' => self::positive($settings->integer("{$of}.redis.write_timeout", 0)),
                    'stock_group' => $settings->text("{$of}.redis.stock_group", '') ?: null,
                ],
                "{$of}.redis.connection",
            ),
            max(0, $settings->integer("{$of}.redis.busy_timeout", 5000)),
        );
    }

    public static function connection(Container $app, string $of = 'cart'): string
    {
        return Settings::of($app)->text("{$of}.redis.connection", 'default');
    }

    private static function positive(int $number): ?int
    {
        return $number > 0 ? $number : null;
    }
}
