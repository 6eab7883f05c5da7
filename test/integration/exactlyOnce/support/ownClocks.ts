/**
 * To be imported before anything else where `N8nProcess` is used: once a test has replaced the package's clock
 * for itself, Jest hands that one to every process, too.
 */
import { CLOCK } from '../../../support/tested/places';

jest.dontMock(CLOCK);
