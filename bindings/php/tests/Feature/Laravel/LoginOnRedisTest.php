<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Laravel;

use Cartwright\Tests\Support\LoginTests;
use Cartwright\Tests\Support\TestRedis;

final class LoginOnRedisTest extends LoginTests
{
    private string $prefix = '';

    protected function settings(): array
    {
        $this->prefix = $this->prefix ?: bin2hex(random_bytes(6));

        return [
            'cart.storage' => 'redis',
            'cart.redis.ttl' => 900,
            'database.redis' => TestRedis::Single->settings("{$this->prefix}:"),
        ];
    }
}
