<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Redis;

use Illuminate\Support\ConfigurationUrlParser;
use SensitiveParameter;

/**
 * One server of `database.redis`, in whichever of the ways somebody has written it that Laravel's own clients take.
 *
 * @internal
 */
final readonly class RedisNode
{
    private const TLS = ['tls', 'ssl', 'rediss'];

    /**
     * @param string|null $socket the path of a Unix socket, in the place of host and port
     */
    private function __construct(
        public string $host,
        public int $port,
        public ?string $socket,
        public bool $usesTls,
        public string $user,
        public string $password,
        public int $database,
    ) {
    }

    /**
     * @param array<string, mixed>|string $settings
     */
    public static function of(#[SensitiveParameter] array|string $settings, int $defaultPort = 6379): self
    {
        $settings = (new ConfigurationUrlParser())->parseConfiguration($settings);
        $host = (string) ($settings['host'] ?? '127.0.0.1');
        $scheme = strtolower((string) ($settings['scheme'] ?? $settings['driver'] ?? ''));

        if (preg_match('~^([a-z]+)://(.*)$~i', $host, $parts) === 1) {
            $scheme = strtolower($parts[1]);
            $host = $parts[2];
        }

        $socket = match (true) {
            isset($settings['path']) => (string) $settings['path'],
            str_starts_with($host, '/') => $host,
            default => null,
        };
        // phpredis takes both in `password`, as a list.
        $login = array_values((array) ($settings['password'] ?? ''));

        return new self(
            $host,
            (int) ($settings['port'] ?? 0) ?: $defaultPort,
            $socket,
            in_array($scheme, self::TLS, true),
            (string) (count($login) > 1 ? $login[0] : $settings['username'] ?? ''),
            $login === [] ? '' : (string) end($login),
            (int) ($settings['database'] ?? 0),
        );
    }

    public function address(): string
    {
        $isIpv6 = str_contains($this->host, ':') && ! str_starts_with($this->host, '[');

        return ($isIpv6 ? "[{$this->host}]" : $this->host) . ":{$this->port}";
    }
}
