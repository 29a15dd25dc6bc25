<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Redis;

use Cartwright\Exceptions\StoreUnsupportedException;
use Illuminate\Support\Arr;
use SensitiveParameter;

/**
 * A connection of `database.redis`, as the engine is told of it.
 *
 * @internal
 */
final readonly class RedisUrl
{
    private const SENTINEL_PORT = 26379;

    /**
     * @param array<string, mixed> $redis `database.redis`
     * @param string $name of the connection, or of one of `clusters`
     * @param string $prefix what keys begin with, behind the prefix of the connection
     * @param array<string, int|string|null> $options others that the engine knows; null for what nobody has said
     * @param string $setting that names the connection
     *
     * @throws StoreUnsupportedException if there is no such connection
     */
    public static function of(
        #[SensitiveParameter] array $redis,
        string $name,
        string $prefix,
        array $options = [],
        string $setting = 'cart.redis.connection',
    ): string {
        $all = (array) ($redis['options'] ?? []);

        if (isset($redis[$name]) && ! in_array($name, ['client', 'options', 'clusters'], true)) {
            $connection = (array) $redis[$name];
            $settings = [...$all, ...(array) Arr::pull($connection, 'options', [])];

            return ($settings['replication'] ?? '') === 'sentinel'
                ? self::sentinels($connection, $settings, $prefix, $options)
                : self::server($redis[$name], $settings, $prefix, $options);
        }

        if (isset($redis['clusters'][$name])) {
            $nodes = (array) $redis['clusters'][$name];
            $own = (array) Arr::pull($nodes, 'options', []);
            $settings = [...$all, ...(array) ($redis['clusters']['options'] ?? []), ...$own];

            return self::cluster($nodes, $settings, $prefix, $options);
        }

        $known = [
            ...array_diff(array_keys($redis), ['client', 'options', 'clusters']),
            ...array_diff(array_keys((array) ($redis['clusters'] ?? [])), ['options']),
        ];

        throw new StoreUnsupportedException(
            "database.redis has no connection and no cluster '{$name}', so "
            . (str_starts_with($setting, 'cart.') ? 'carts' : 'what belongs there') . " cannot be kept there; set {$setting}"
            . ' to one that it has' . ($known === [] ? '' : ': ' . implode(', ', $known)),
            ['connection' => $name],
        );
    }

    private static function server(
        #[SensitiveParameter] mixed $connection,
        array $settings,
        string $prefix,
        array $options,
    ): string {
        $node = RedisNode::of($connection);
        $connection = is_array($connection) ? $connection : [];
        // What stands with the connection is stronger, as with Laravel's own clients.
        $settings = array_filter($connection, static fn (mixed $value): bool => $value !== null) + $settings;
        $options = self::options($settings, $prefix, $options);

        if ($node->socket !== null) {
            $database = $node->database === 0 ? [] : ['db' => $node->database];

            return 'redis+unix://' . self::login($node->user, $node->password)
                . implode('/', array_map(rawurlencode(...), explode('/', $node->socket)))
                . self::query($database + $options);
        }

        return ($node->usesTls ? 'rediss' : 'redis') . '://' . self::login($node->user, $node->password)
            . $node->address() . ($node->database === 0 ? '' : "/{$node->database}")
            . self::query($options + self::tls($node->usesTls, $settings));
    }

    /**
     * @param array<array-key, mixed> $nodes
     */
    private static function cluster(
        #[SensitiveParameter] array $nodes,
        array $settings,
        string $prefix,
        array $options,
    ): string {
        $nodes = array_map(RedisNode::of(...), array_values($nodes));
        $usesTls = array_filter(array_column($nodes, 'usesTls')) !== [] || isset($settings['context']['ssl']);
        $login = array_values((array) ($settings['password'] ?? $nodes[0]->password ?? ''));
        $user = count($login) > 1 ? $login[0] : $settings['username'] ?? $nodes[0]->user ?? '';

        return ($usesTls ? 'rediss' : 'redis') . '+cluster://' . self::login((string) $user, (string) end($login))
            . implode(',', array_map(static fn (RedisNode $node): string => $node->address(), $nodes))
            . self::query(self::options($settings, $prefix, $options) + self::tls($usesTls, $settings));
    }

    /**
     * As predis has them: a list of Sentinels, and the master's name, password and database among the options.
     *
     * @param array<array-key, mixed> $sentinels
     */
    private static function sentinels(
        #[SensitiveParameter] array $sentinels,
        array $settings,
        string $prefix,
        array $options,
    ): string {
        $list = array_filter($sentinels, is_int(...), ARRAY_FILTER_USE_KEY);
        $nodes = array_map(
            static fn (array|string $node): RedisNode => RedisNode::of($node, self::SENTINEL_PORT),
            array_values($list),
        );
        $master = RedisNode::of((array) ($settings['parameters'] ?? []));
        $own = ['sentinel_user' => $nodes[0]->user ?? '', 'sentinel_password' => $nodes[0]->password ?? ''];

        return ($master->usesTls ? 'rediss' : 'redis') . '+sentinel://'
            . self::login($master->user, $master->password)
            . implode(',', array_map(static fn (RedisNode $node): string => $node->address(), $nodes))
            . '/' . rawurlencode((string) ($settings['service'] ?? 'mymaster'))
            . ($master->database === 0 ? '' : "/{$master->database}")
            . self::query(array_filter($own) + self::options($settings, $prefix, $options)
                + self::tls($master->usesTls, $settings));
    }

    /**
     * @param array<string, mixed> $settings
     *
     * @return array<string, int|string|null>
     */
    private static function options(array $settings, string $prefix, array $options): array
    {
        return array_filter([
            'prefix' => (string) ($settings['prefix'] ?? '') . $prefix,
            'connect_timeout_ms' => $options['connect_timeout_ms'] ?? self::milliseconds($settings['timeout'] ?? 0),
            'read_timeout_ms' => $options['read_timeout_ms'] ?? self::milliseconds($settings['read_timeout'] ?? 0),
            ...array_diff_key($options, ['connect_timeout_ms' => true, 'read_timeout_ms' => true]),
        ], static fn (mixed $value): bool => $value !== null);
    }

    /**
     * @return int|null null where there is no limit: the engine never waits for ever
     */
    private static function milliseconds(mixed $seconds): ?int
    {
        return is_numeric($seconds) && $seconds > 0 ? max(1, (int) ((float) $seconds * 1000)) : null;
    }

    /**
     * Of PHP's options for TLS those that say whom to believe and who we are.
     *
     * @param array<string, mixed> $settings
     *
     * @return array<string, string>
     */
    private static function tls(bool $usesTls, array $settings): array
    {
        $context = (array) ($settings['context'] ?? []);
        $context = (array) ($settings['ssl'] ?? $context['stream'] ?? $context['ssl'] ?? $context);

        return $usesTls ? array_filter([
            'tls_ca' => $context['cafile'] ?? null,
            'tls_cert' => $context['local_cert'] ?? null,
            'tls_key' => $context['local_pk'] ?? null,
            'tls_verify' => ($context['verify_peer'] ?? true) ? null : 'no',
        ]) : [];
    }

    private static function login(string $user, #[SensitiveParameter] string $password): string
    {
        $login = rawurlencode($user) . ($password === '' ? '' : ':' . rawurlencode($password));

        return $login === '' ? '' : "{$login}@";
    }

    /**
     * @param array<string, int|string> $options
     */
    private static function query(array $options): string
    {
        return $options === [] ? '' : '?' . http_build_query($options, '', '&', PHP_QUERY_RFC3986);
    }
}
