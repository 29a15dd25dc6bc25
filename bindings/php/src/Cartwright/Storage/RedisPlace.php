<?php

declare(strict_types=1);

namespace Cartwright\Storage;

use SensitiveParameter;

/**
 * A Redis or Valkey, a Cluster of them, or the master that Sentinels know.
 */
final readonly class RedisPlace implements NativePlace
{
    /**
     * @param string $url `redis://[[user]:password@]host[:port][/database]`, `rediss://` for TLS,
     *     `redis+unix:///path/of/the/socket`, `redis+cluster://host:port,host:port`,
     *     `redis+sentinel://host:port,host:port/master`; options behind a question mark, as docs/redis.md has them
     * @param int $busyTimeout milliseconds for which a server that is away is tried again
     */
    public function __construct(#[SensitiveParameter] private string $url, private int $busyTimeout = 5000)
    {
    }

    public function store(): string
    {
        return $this->url;
    }

    /**
     * The same servers, where keys begin with something more.
     *
     * @internal
     */
    public function under(string $more): self
    {
        [$url, $query] = explode('?', $this->url, 2) + [1 => ''];
        $options = array_filter(explode('&', $query), static fn (string $option): bool => $option !== '');
        $prefix = 'cartwright:';

        foreach ($options as $number => $option) {
            if (str_starts_with($option, 'prefix=')) {
                $prefix = rawurldecode(substr($option, 7));
                unset($options[$number]);
            }
        }

        $options[] = 'prefix=' . rawurlencode($prefix . $more);

        return new self($url . '?' . implode('&', $options), $this->busyTimeout);
    }

    public function busyTimeout(): int
    {
        return $this->busyTimeout;
    }

    public function describe(): string
    {
        // The last @ ends a login, also where one in the password was not encoded.
        $shown = preg_replace('~^([a-z+]+://[^:@/?]*):.*@(?=[^@]*$)~s', '$1:***@', $this->url);

        return (string) preg_replace('~(sentinel_password=)[^&]*~', '$1***', (string) $shown);
    }

    public function check(): void
    {
    }

    /**
     * Without passwords: what is dumped ends in logs.
     *
     * @return array<string, string>
     */
    public function __debugInfo(): array
    {
        return ['url' => $this->describe()];
    }
}
