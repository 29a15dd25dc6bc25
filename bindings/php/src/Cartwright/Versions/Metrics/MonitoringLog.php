<?php

declare(strict_types=1);

namespace Cartwright\Versions\Metrics;

use Illuminate\Contracts\Container\Container;
use Psr\Log\LoggerInterface;

/**
 * Where it is logged: the channel `versions.log_channel`, if the application has defined it; else its default one.
 *
 * @internal
 */
final readonly class MonitoringLog
{
    public function __construct(private Container $app)
    {
    }

    /**
     * @param array<string, mixed> $facts
     */
    public function say(AlertType $alert, array $facts): void
    {
        $this->logger()->log($alert->level(), $alert->message(), $facts);
    }

    public function logger(): LoggerInterface
    {
        $config = $this->app->make('config');
        $channel = $config->get('versions.log_channel');
        $log = $this->app->make('log');

        return is_string($channel) && $config->get("logging.channels.{$channel}") !== null ? $log->channel($channel) : $log;
    }
}
