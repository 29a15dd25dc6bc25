<?php

declare(strict_types=1);

namespace Tests\Feature;

use PHPUnit\Framework\Attributes\Test;
use Tests\Support\Browser;
use Tests\Support\ShopTestCase;

/**
 * Carts in the database, and requests that do not wait for each other's answers.
 */
class ManyAtOnceTest extends ShopTestCase
{
    private const ROUNDS = 6;
    private const AT_ONCE = 4;

    #[Test]
    public function requestsOfOneSessionLoseNothing(): void
    {
        $browser = $this->browser();
        $browser->get('/');
        $expected = [];

        for ($round = 0; $round < self::ROUNDS; $round++) {
            $requests = [];

            foreach (['cups', 'tamper', 'cups', 'filters'] as $product) {
                $requests[] = $browser->sendForm('POST', '/cart', ['product' => $product, 'quantity' => 1]);
                $expected[$product] = ($expected[$product] ?? 0) + 1;
            }

            // One that only looks: Laravel saves the session after it, too.
            $requests[] = $browser->send('GET', '/cart');
            $this->assertNoneFailed($browser, $requests);
        }

        $this->assertEquals($expected, self::quantities($browser));
    }

    #[Test]
    public function requestsOfManyVisitorsAreKeptApart(): void
    {
        $browsers = array_map(fn (): Browser => $this->browser(), range(1, self::AT_ONCE));
        $products = ['cups', 'tamper', 'filters', 'grinder'];

        foreach ($browsers as $browser) {
            $browser->get('/');
        }

        for ($round = 0; $round < self::ROUNDS; $round++) {
            $requests = [];

            foreach ($browsers as $who => $browser) {
                $requests[$who] = $browser->sendForm('POST', '/cart', ['product' => $products[$who]]);
            }

            foreach ($browsers as $who => $browser) {
                $this->assertNoneFailed($browser, [$requests[$who]]);
            }
        }

        foreach ($browsers as $who => $browser) {
            $this->assertSame([$products[$who] => self::ROUNDS], self::quantities($browser));
        }
    }

    #[Test]
    public function whatIsOrderedInTwoWindowsIsOrderedOnce(): void
    {
        $windows = array_map(fn (): Browser => $this->browser(), range(1, self::AT_ONCE));

        foreach ($windows as $window) {
            $this->logIn($window);
        }

        for ($round = 1; $round <= 3; $round++) {
            $this->add($windows[0], 'cups');
            $requests = array_map(static fn (Browser $window) => $window->sendForm(
                'POST',
                '/checkout',
                ['name' => 'Ann', 'address' => 'Rue 1'],
            ), $windows);

            foreach ($windows as $at => $window) {
                $this->assertNoneFailed($window, [$requests[$at]]);
            }

            $this->assertSame($round, $this->orders());
            $address = '/pay/' . $this->database()->query('select checkout from orders order by id desc')->fetchColumn();
            // The button is pressed again and again.
            $this->assertNoneFailed($windows[0], array_map(
                static fn () => $windows[0]->sendForm('POST', $address, ['card' => 'good']),
                range(1, self::AT_ONCE),
            ));

            $this->assertSame([], self::quantities($windows[0]));
            $this->assertSame($round, $this->orders('paid_at is not null'));
        }
    }

    private function orders(string $which = '1 = 1'): int
    {
        return (int) $this->database()->query("select count(*) from orders where {$which}")->fetchColumn();
    }

    /**
     * @param list<\Tests\Support\Exchange> $requests
     */
    protected function assertNoneFailed(Browser $browser, array $requests): void
    {
        foreach ($requests as $request) {
            $page = $browser->receive($request);
            $this->assertLessThan(400, $page->status, substr($page->body, 0, 500));
        }
    }
}
