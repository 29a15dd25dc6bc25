<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Laravel;

use Cartwright\Tests\Support\LoginTests;

final class LoginOnSessionTest extends LoginTests
{
    protected function settings(): array
    {
        return ['cart.storage' => 'session'];
    }
}
