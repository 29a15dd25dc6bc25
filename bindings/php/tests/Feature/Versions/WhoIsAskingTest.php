<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Versions;

use Cartwright\Tests\Support\LaravelTestCase;
use Cartwright\Versions\Someone;
use Illuminate\Auth\GenericUser;
use PHPUnit\Framework\Attributes\Test;

/**
 * Who stands in the audit trail where nobody says it.
 */
final class WhoIsAskingTest extends LaravelTestCase
{
    #[Test]
    public function aUserWhoIsKnownStandsThere(): void
    {
        $this->app->make('auth')->guard()->setUser(new GenericUser(['id' => 7]));

        $this->assertSame('user 7', Someone::isAsking($this->app));
    }

    #[Test]
    public function betweenTheRequestsOfAServerOfManyItIsNoUser(): void
    {
        $this->app->make('auth');
        $this->app->offsetUnset('request');

        $this->assertSame('console', Someone::isAsking($this->app));
    }
}
