<?php

declare(strict_types=1);

namespace Cartwright\Laravel;

use Illuminate\Container\Container;

/**
 * Where metrics are logged: the channel `cart`, if the application has defined it. Without it, only warnings are, in the
 * application's default log: an entry for each `Cart::add` is not what belongs there.
 *
 * @internal
 */
final class MetricsLog
{
    private const CHANNEL = 'cart';

    /**
     * @param array<string, mixed> $facts
     */
    public static function info(string $message, array $facts): void
    {
        if (self::hasChannel()) {
            Container::getInstance()->make('log')->channel(self::CHANNEL)->info($message, $facts);
        }
    }

    /**
     * @param array<string, mixed> $facts
     */
    public static function warning(string $message, array $facts): void
    {
        $log = Container::getInstance()->make('log');
        $log = self::hasChannel() ? $log->channel(self::CHANNEL) : $log;
        $log->warning($message, $facts);
    }

    private static function hasChannel(): bool
    {
        return Container::getInstance()->make('config')->get('logging.channels.' . self::CHANNEL) !== null;
    }
}
