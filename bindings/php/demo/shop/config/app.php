<?php

declare(strict_types=1);

return [
    'name' => 'A shop for cafés',
    'env' => 'local',
    'timezone' => 'UTC',
];
