<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Exceptions\StoreUnsupportedException;
use Cartwright\Laravel\Redis\RedisUrl;
use Cartwright\Storage\RedisPlace;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use PHPUnit\Framework\TestCase;

/**
 * Whoever has a connection in `database.redis` writes it once: the engine is told of the same server.
 */
final class RedisUrlTest extends TestCase
{
    /**
     * @return array<string, array{array<string, mixed>, string}>
     */
    public static function connections(): array
    {
        $server = ['host' => 'redis.example', 'port' => '6380'];

        return [
            'host and port, as text from the environment' => [$server, 'redis://redis.example:6380'],
            'nothing but a password' => [['password' => 'hush'], 'redis://:hush@127.0.0.1:6379'],
            'a password that PHP takes for false' => [['password' => '0'], 'redis://:0@127.0.0.1:6379'],
            'a user' => [$server + ['username' => 'shop', 'password' => 's@l:t/'], 'redis://shop:s%40l%3At%2F@redis.example:6380'],
            'a user and a password as phpredis has them' => [
                $server + ['password' => ['shop', 'hush']],
                'redis://shop:hush@redis.example:6380',
            ],
            'a password of null' => [$server + ['username' => null, 'password' => null], 'redis://redis.example:6380'],
            'a database' => [$server + ['database' => '2'], 'redis://redis.example:6380/2'],
            'TLS by its scheme' => [$server + ['scheme' => 'tls'], 'rediss://redis.example:6380'],
            'TLS in the host' => [['host' => 'tls://redis.example', 'port' => 6380], 'rediss://redis.example:6380'],
            'tcp in the host' => [['host' => 'tcp://redis.example', 'port' => 6380], 'redis://redis.example:6380'],
            'IPv6' => [['host' => '::1'], 'redis://[::1]:6379'],
            'an URL' => [
                ['url' => 'redis://shop:s%40lt@redis.example:6380/3', 'host' => 'not.this', 'database' => 1],
                'redis://shop:s%40lt@redis.example:6380/3',
            ],
            'an URL with TLS' => [['url' => 'rediss://redis.example:6380'], 'rediss://redis.example:6380'],
            'a Unix socket in the host' => [
                ['host' => '/run/my redis.sock', 'port' => 0, 'database' => 4],
                'redis+unix:///run/my%20redis.sock?db=4',
            ],
            'a Unix socket as predis has it' => [
                ['scheme' => 'unix', 'path' => '/run/redis.sock', 'password' => 'hush'],
                'redis+unix://:hush@/run/redis.sock',
            ],
            'timeouts in seconds' => [
                $server + ['timeout' => 0.5, 'read_timeout' => '3'],
                'redis://redis.example:6380?connect_timeout_ms=500&read_timeout_ms=3000',
            ],
            'a timeout of 0, which is none' => [$server + ['timeout' => 0.0], 'redis://redis.example:6380'],
            'files for TLS, as phpredis has them' => [
                $server + ['scheme' => 'tls', 'context' => ['stream' => ['cafile' => '/etc/ca.pem']]],
                'rediss://redis.example:6380?tls_ca=%2Fetc%2Fca.pem',
            ],
            'files for TLS, as predis has them' => [
                $server + ['scheme' => 'tls', 'ssl' => ['local_cert' => '/me', 'local_pk' => '/key', 'verify_peer' => false]],
                'rediss://redis.example:6380?tls_cert=%2Fme&tls_key=%2Fkey&tls_verify=no',
            ],
        ];
    }

    /**
     * @param array<string, mixed> $connection
     */
    #[Test]
    #[DataProvider('connections')]
    public function aConnectionIsTakenAsLaravelsClientsTakeIt(array $connection, string $url): void
    {
        $redis = ['client' => 'phpredis', 'default' => $connection];
        $separator = str_contains($url, '?') ? '&' : '?';
        $given = RedisUrl::of($redis, 'default', 'carts:');

        $this->assertSame(
            self::parts($url . "{$separator}prefix=carts%3A"),
            self::parts($given),
        );
    }

    #[Test]
    public function thePrefixOfTheConnectionStandsBeforeTheCarts(): void
    {
        $redis = [
            'options' => ['prefix' => 'shop_'],
            'default' => [],
            'own' => ['prefix' => 'own_'],
            'none' => ['prefix' => ''],
            'deep' => ['options' => ['prefix' => 'deep_']],
        ];
        $prefixes = array_map(
            static fn (string $name): string => explode('prefix=', RedisUrl::of($redis, $name, 'carts:'))[1],
            ['default' => 'default', 'own' => 'own', 'none' => 'none', 'deep' => 'deep'],
        );

        $this->assertSame([
            'default' => 'shop_carts%3A',
            'own' => 'own_carts%3A',
            'none' => 'carts%3A',
            'deep' => 'deep_carts%3A',
        ], $prefixes);
    }

    #[Test]
    public function aClusterIsItsNodes(): void
    {
        $redis = ['options' => ['cluster' => 'redis', 'prefix' => 'shop_'], 'clusters' => [
            'carts' => [['host' => 'a', 'port' => 7000, 'password' => 'hush'], ['url' => 'tcp://b:7001']],
            'hidden' => [['host' => 'tls://a', 'port' => 7000]],
            'options' => ['read_timeout' => 1],
        ]];

        $this->assertSame(
            'redis+cluster://:hush@a:7000,b:7001?prefix=shop_carts%3A&read_timeout_ms=1000&buckets=128',
            RedisUrl::of($redis, 'carts', 'carts:', ['buckets' => 128, 'ttl' => null]),
        );
        $this->assertStringStartsWith('rediss+cluster://a:7000?', RedisUrl::of($redis, 'hidden', ''));
    }

    #[Test]
    public function sentinelsAreTakenAsPredisHasThem(): void
    {
        $redis = ['default' => [
            'tcp://a', ['host' => 'b', 'port' => 26380],
            'options' => [
                'replication' => 'sentinel',
                'service' => 'shop',
                'parameters' => ['password' => 'hush', 'database' => 2],
            ],
        ]];

        $this->assertSame(
            'redis+sentinel://:hush@a:26379,b:26380/shop/2?prefix=carts%3A',
            RedisUrl::of($redis, 'default', 'carts:'),
        );
    }

    #[Test]
    public function whatTheCartsSayIsStrongerThanTheConnection(): void
    {
        $redis = ['default' => ['timeout' => 1, 'read_timeout' => 1]];
        $url = RedisUrl::of($redis, 'default', '', ['ttl' => 60, 'connect_timeout_ms' => 5, 'write_timeout_ms' => 7]);

        $this->assertSame(
            'redis://127.0.0.1:6379?prefix=&connect_timeout_ms=5&read_timeout_ms=1000&ttl=60&write_timeout_ms=7',
            $url,
        );
    }

    #[Test]
    public function aConnectionThatIsNotThereIsRefusedWithThoseThatAre(): void
    {
        $redis = ['client' => 'phpredis', 'options' => [], 'default' => [], 'clusters' => ['big' => [], 'options' => []]];

        $this->expectException(StoreUnsupportedException::class);
        $this->expectExceptionMessage("'carts', so carts cannot be kept there; set cart.redis.connection to one that it"
            . ' has: default, big');
        RedisUrl::of($redis, 'carts', '');
    }

    #[Test]
    public function aPlaceIsShownWithoutItsPasswords(): void
    {
        $place = new RedisPlace('redis+sentinel://shop:hush@a:1,b:2/m?sentinel_password=quiet&ttl=5');

        $this->assertSame('redis+sentinel://shop:***@a:1,b:2/m?sentinel_password=***&ttl=5', $place->describe());
        $this->assertSame('redis://:***@h', (new RedisPlace('redis://:p@ss@h'))->describe());
        $this->assertSame('redis://h:1/2', (new RedisPlace('redis://h:1/2'))->describe());
        $this->assertStringNotContainsString('hush', print_r($place, true));
    }

    /**
     * @return array{string, list<string>} what stands before the options, and those, in any order
     */
    private static function parts(string $url): array
    {
        [$base, $query] = explode('?', $url);
        $options = explode('&', $query);
        sort($options);

        return [$base, $options];
    }
}
