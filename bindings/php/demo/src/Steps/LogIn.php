<?php

declare(strict_types=1);

namespace Cartwright\Demo\Steps;

/**
 * The guest turns out to be a customer with a cart.
 */
final class LogIn implements Step
{
    private const PASSWORD = ['email' => 'ann@example.com', 'password' => 'secret'];

    public function play(Stage $stage): void
    {
        $narrator = $stage->narrator;
        $narrator->chapter('Logging in');
        $narrator->tell(
            'The guest is Ann of Café Lune. Some days ago she was logged in on a tablet, and left a box of filters and'
            . ' a tamper in her cart:',
        );
        $narrator->visit($stage->tablet->submit('POST', '/login', self::PASSWORD));
        $narrator->visit($stage->tablet->submit('POST', '/cart', ['product' => 'filters', 'quantity' => 1]));
        $narrator->visit($stage->tablet->submit('POST', '/cart', ['product' => 'tamper', 'quantity' => 1]));

        $narrator->tell('A stranger tries to log in as Ann, with something in his cart and the wrong password:');
        $stranger = $stage->browser('stranger');
        $stranger->submit('POST', '/cart', ['product' => 'grinder', 'quantity' => 5]);
        $failed = $narrator->visit($stranger->submit('POST', '/login', ['password' => 'guessed'] + self::PASSWORD));
        $narrator->claim(
            $failed->page->refusals() === ['That is not the right password.'] && $failed->events === [],
            'He is refused, and nothing has moved.',
            $failed->answer(),
        );

        $narrator->tell('Now Ann logs in on the laptop:');
        $login = $narrator->visit($stage->laptop->submit('POST', '/login', self::PASSWORD));
        $quantities = $login->page->quantities();
        ksort($quantities);
        $narrator->claim(
            $quantities === ['beans' => 2, 'filters' => 4, 'roaster' => 1, 'tamper' => 1],
            'Both carts are one: three boxes of filters and one make four, and no grinder is among it.',
            json_encode($quantities),
        );
        $narrator->claim(
            array_count_values($login->events)['CartMerged'] === 1,
            'Listeners were told once: CartMerged. Both rows were changed in one transaction.',
        );
        $tablet = $stage->tablet->get('/cart')->page;
        $narrator->claim(
            $tablet->quantities() === $login->page->quantities()
                && $tablet->summary()['Total'] === $login->page->summary()['Total'],
            'The tablet shows the same cart, coupons included: ' . $tablet->summary()['Total'] . '.',
            json_encode($tablet->quantities()),
        );
    }
}
