<?php

declare(strict_types=1);

namespace Tests\Feature;

use PHPUnit\Framework\Attributes\Test;
use Tests\Support\Browser;
use Tests\Support\Page;
use Tests\Support\ShopTestCase;

/**
 * Two guests and one roaster, on the pages of the shop: one of them goes on to pay.
 */
final class LastUnitOnThePageTest extends ShopTestCase
{
    private const TOO_LATE = 'Somebody else has the last of: Coffee roaster, 5 kg.';

    #[Test]
    public function ofTwoSessionsThatOrderTheLastUnitAtOnceOneGoesOnToPayAndOneOrderIsSold(): void
    {
        $guests = [$this->browser('Laptop'), $this->browser('Phone')];
        [$winner, $loser, $page] = $this->orderAtOnce($guests);
        $this->assertSame([self::TOO_LATE], $this->order($loser)->refusals());

        // The first one's card is declined, so the second one gets it after all.
        $this->pay($winner, $page, 'declined');
        $page = $this->order($loser);
        $this->assertSame([self::TOO_LATE], $this->order($winner)->refusals());
        $this->pay($loser, $page);

        $this->assertSame([self::TOO_LATE], $this->order($winner)->refusals());
        $this->assertSame(1, (int) $this->database()->query('select count(*) from orders where paid_at is not null')->fetchColumn());
        $this->assertSame(
            ['failed', 'paid'],
            $this->database()->query('select status from checkout_orders order by status')->fetchAll(\PDO::FETCH_COLUMN),
        );
        $this->assertSame([['roaster' => 1], []], [self::quantities($winner), self::quantities($loser)]);
    }

    /**
     * @param array{Browser, Browser} $guests
     *
     * @return array{Browser, Browser, Page} who goes on to pay, who does not, and the page of the first
     */
    private function orderAtOnce(array $guests): array
    {
        foreach ($guests as $guest) {
            $this->add($guest, 'roaster');
        }

        $sent = array_map(
            static fn (Browser $guest) => $guest->sendForm('POST', '/checkout', ['name' => 'Ann', 'address' => 'Rue 1']),
            $guests,
        );
        $places = array_map(
            static fn (Browser $guest, $request): string => (string) $guest->receive($request)->header('location'),
            $guests,
            $sent,
        );
        $paying = array_keys(array_filter($places, static fn (string $place): bool => str_contains($place, '/pay/')));
        $this->assertCount(1, $paying, implode(' ', $places));
        [$winner, $loser] = [$guests[$paying[0]], $guests[1 - $paying[0]]];

        return [$winner, $loser, $winner->get((string) parse_url($places[$paying[0]], PHP_URL_PATH))];
    }
}
